export type Drag = {
  /** Pointer moved; px from the element's left and top, and from where the drag began. */
  readonly move: (x: number, y: number, event: PointerEvent) => void;
  /** Released; `moved` is false for a mere click. Not called when the drag was cancelled (Escape, lost capture). */
  readonly end?: (x: number, y: number, moved: boolean) => void;
  readonly cancel?: () => void;
};

const CLICK = 3;

/** Follows one pressed pointer at a time, also outside of the element. `start` decides whether to. */
export function onDrag(
  element: HTMLElement,
  start: (x: number, y: number, event: PointerEvent) => Drag | undefined,
): void {
  element.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    const at = (event: PointerEvent) => {
      const box = element.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top] as const;
    };
    const drag = start(...at(down), down);
    if (!drag) return;
    let moved = false;
    const abort = new AbortController();
    const { signal } = abort;
    const listen = (type: string, listener: (event: PointerEvent) => void) =>
      element.addEventListener(type as 'pointermove', listener, { signal });
    listen('pointermove', (event) => {
      if (!moved && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > CLICK) {
        moved = true;
        // Not before: a captured click would lose what it hit.
        element.setPointerCapture(down.pointerId);
      }
      if (moved) drag.move(...at(event), event);
    });
    listen('pointerup', (event) => {
      abort.abort();
      drag.end?.(...at(event), moved);
    });
    const cancel = () => {
      abort.abort();
      drag.cancel?.();
    };
    listen('pointercancel', cancel);
    window.addEventListener('keydown', (event) => event.key === 'Escape' && cancel(), {
      signal,
      capture: true,
    });
  });
}
