import type { SpanBatch } from './span-batch.ts';

/** Service of a row as a string id: the `service.name` of its resource, read once per resource. */
export function serviceReader(batch: SpanBatch): (row: number) => number {
  const key = batch.strings.intern('service.name');
  const { resources, attributes } = batch;
  const known = new Int32Array(resources.length).fill(-1);
  return (row) => {
    const resource = batch.resource.at(row);
    const cached = known[resource] ?? -1;
    if (cached >= 0) return cached;
    let service = 0;
    for (let a = resources.attrFrom.at(resource); a < resources.attrTo.at(resource); a++)
      if (attributes.key.at(a) === key && attributes.type.at(a) === 0) service = attributes.value.at(a);
    known[resource] = service;
    return service;
  };
}
