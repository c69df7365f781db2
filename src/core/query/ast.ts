import type { KindName, StatusName } from '../trace/columns.ts';

/** Offsets into the query's text in UTF-16 units, end exclusive. */
export type TextRange = { readonly start: number; readonly end: number };

type Ranged = { readonly range: TextRange };

/** A parsed query: plain data, so that it crosses threads. `parseQuery` makes it, `toTraceQl` prints it. */
export type Query = {
  /** As it was written, TraceQL or shorthand. */
  readonly text: string;
  /** The first stage sees every span of a trace; each stage what the one before it kept. */
  readonly stages: readonly Stage[];
  /** `with (most_recent=true)`: for backends, without effect here. */
  readonly hints: readonly Hint[];
};

export type Hint = Ranged & { readonly name: string; readonly value: Literal };

export type Stage = Spanset | AggregateFilter | GroupBy | Coalesce | Select;

/** What selects spans of a trace. */
export type Spanset = Filter | Combination | NestedPipeline;

/** `{ where }`; undefined for `{ }`, which is every span. */
export type Filter = Ranged & { readonly node: 'filter'; readonly where: Expression | undefined };

/** `&&` and `||` keep the spans of both sides; structural operators those of the right one that stand so to a left. */
export type Combination = Ranged & {
  readonly node: 'combination';
  readonly op: SpansetOperator;
  readonly left: Spanset;
  readonly right: Spanset;
};

/** `({ } | count() > 2)` as an operand. */
export type NestedPipeline = Ranged & { readonly node: 'pipeline'; readonly stages: readonly Stage[] };

/** `!` negates the relation, `&` keeps the matching spans of both sides. */
export type SpansetOperator = '&&' | '||' | `${'' | '!' | '&'}${'>' | '>>' | '<' | '<<' | '~'}`;

/** `count() > 2`: keeps the spansets for which it holds. */
export type AggregateFilter = Ranged & {
  readonly node: 'aggregate-filter';
  readonly op: '=' | '!=' | '<' | '<=' | '>' | '>=';
  readonly left: Scalar;
  readonly right: Scalar;
};

export type Scalar =
  | NumberLiteral
  | Aggregate
  | (Ranged & {
      readonly node: 'scalar';
      readonly op: ArithmeticOperator;
      readonly left: Scalar;
      readonly right: Scalar;
    });

export type AggregateName = 'count' | 'avg' | 'min' | 'max' | 'sum';

/** `of` is undefined for `count()` alone. */
export type Aggregate = Ranged & {
  readonly node: 'aggregate';
  readonly name: AggregateName;
  readonly of: Expression | undefined;
};

/** Splits each spanset into one for each value. */
export type GroupBy = Ranged & { readonly node: 'by'; readonly value: Expression };

/** Joins what `by` split. */
export type Coalesce = Ranged & { readonly node: 'coalesce' };

/** Fields to show with the result; selects no spans. */
export type Select = Ranged & { readonly node: 'select'; readonly fields: readonly Field[] };

export type Expression = Literal | Field | Unary | Binary | Logic;

/** `any` is the span's attribute, or else the resource's, event's, link's or instrumentation scope's. */
export type AttributeScope = 'any' | 'span' | 'resource' | 'event' | 'link' | 'instrumentation';

export type Attribute = Ranged & {
  readonly node: 'attribute';
  readonly scope: AttributeScope;
  readonly key: string;
  /** Of the parent span. */
  readonly parent: boolean;
};

export type IntrinsicName =
  | 'name'
  | 'status'
  | 'statusMessage'
  | 'kind'
  | 'duration'
  | 'rootName'
  | 'rootServiceName'
  | 'traceDuration'
  | 'trace:id'
  | 'span:id'
  | 'span:parentID'
  | 'span:childCount'
  | 'event:name'
  | 'event:timeSinceStart'
  | 'link:traceID'
  | 'link:spanID'
  | 'instrumentation:name'
  | 'instrumentation:version'
  | 'nestedSetLeft'
  | 'nestedSetRight'
  | 'nestedSetParent'
  /** The parent span itself, only to be compared with nil. */
  | 'parent';

export type Intrinsic = Ranged & {
  readonly node: 'intrinsic';
  readonly name: IntrinsicName;
  /** Of the parent span. */
  readonly parent: boolean;
};

export type Field = Attribute | Intrinsic;

export type NumberLiteral = Ranged & {
  readonly node: 'literal';
  /** Durations are ns. */
  readonly type: 'int' | 'float' | 'duration';
  readonly value: number;
  /** Exact decimal digits of an integer beyond 2^53; `value` is then rounded. */
  readonly digits?: string;
};

export type StringLiteral = Ranged & {
  readonly node: 'literal';
  readonly type: 'string';
  readonly value: string;
};

export type Literal =
  | NumberLiteral
  | StringLiteral
  | (Ranged & { readonly node: 'literal'; readonly type: 'boolean'; readonly value: boolean })
  | (Ranged & { readonly node: 'literal'; readonly type: 'status'; readonly value: StatusName })
  | (Ranged & { readonly node: 'literal'; readonly type: 'kind'; readonly value: KindName })
  | (Ranged & { readonly node: 'literal'; readonly type: 'nil'; readonly value: null });

export type Unary = Ranged & {
  readonly node: 'unary';
  readonly op: '!' | '-';
  readonly operand: Expression;
};

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '=~' | '!~';

export type Binary = Ranged & {
  readonly node: 'binary';
  readonly op: ComparisonOperator | ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
};

/** A run of one operator; two terms or more, none of them a `Logic` of the same operator. */
export type Logic = Ranged & {
  readonly node: 'logic';
  readonly op: '&&' | '||';
  readonly terms: readonly Expression[];
};
