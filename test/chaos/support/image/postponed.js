// An image of a process holds objects of JavaScript only. What would bring in others (sockets, formatters) is put off
// until the process is awake; what is done to them before, is done to them then.
const { startupSnapshot } = process.getBuiltinModule('node:v8');

export const isAsleep = () => startupSnapshot.isBuildingSnapshot();

/** Stands for what `make` makes at the first use of the woken process. */
export function postponed(make) {
  const meanwhile = [];
  let made;
  const it = () => {
    if (made === undefined) {
      made = make();
      for (const [name, values] of meanwhile) made[name](...values);
    }
    return made;
  };
  return new Proxy(Object.create(null), {
    get(_, name) {
      if (isAsleep()) return (...values) => void meanwhile.push([name, values]);
      const value = it()[name];
      return typeof value === 'function' ? value.bind(made) : value;
    },
    set: (_, name, value) => isAsleep() || Reflect.set(it(), name, value),
  });
}

/** A function or class that is asked for what it makes when the process is awake. */
export function postponing(real) {
  return function either(...values) {
    const make = () => (new.target ? Reflect.construct(real(), values) : real()(...values));
    return isAsleep() ? postponed(make) : make();
  };
}

/**
 * A builtin module that is not loaded before the process is awake.
 * @param functions the names of its functions and classes
 * @param data the rest of it, as far as it can be written down
 */
export function postponedModule(name, functions, data) {
  const real = () => process.getBuiltinModule(name);
  const later = functions.map((part) => [part, postponing(() => real()[part])]);
  const asleep = { ...Object.fromEntries(later), ...data };
  return new Proxy(asleep, { get: (_, part) => (isAsleep() ? asleep[part] : real()[part]) });
}
