import type { LawfulBasis } from '#contract/consent.ts';
import type { Filter } from '#contract/contacts.ts';

/**
 * On which bases somebody of the audience may be mailed: those of the list that the filter lets through. What a filter asks
 * besides the basis may be true of anybody.
 */
export const basesIn = (filter: Filter | undefined, ofList: readonly LawfulBasis[]): LawfulBasis[] =>
  ofList.filter((basis) => filter === undefined || may(filter, basis).match);

/** Whether somebody with this basis may match a filter, and may fail it. */
function may(filter: Filter, basis: LawfulBasis): { readonly match: boolean; readonly fail: boolean } {
  switch (filter.op) {
    case 'and': {
      const each = filter.of.map((one) => may(one, basis));
      return { match: each.every(({ match }) => match), fail: each.some(({ fail }) => fail) };
    }
    case 'or': {
      const each = filter.of.map((one) => may(one, basis));
      return { match: each.some(({ match }) => match), fail: each.every(({ fail }) => fail) };
    }
    case 'not': {
      const { match, fail } = may(filter.of, basis);
      return { match: fail, fail: match };
    }
    case 'basis':
      return { match: filter.basis === basis, fail: filter.basis !== basis };
    default:
      return { match: true, fail: true };
  }
}
