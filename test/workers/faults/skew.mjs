// Loaded before a program (node --import): its clock is DETOUR_TEST_SKEW_MS ahead, as on a machine whose clock is wrong.
const ahead = Number(process.env.DETOUR_TEST_SKEW_MS ?? 0)
const Real = Date

globalThis.Date = class extends Real {
  constructor(...args) {
    if (args.length === 0) super(Real.now() + ahead)
    else super(...args)
  }

  static now() {
    return Real.now() + ahead
  }
}
