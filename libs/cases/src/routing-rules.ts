import { canonicalJson, sha256 } from '@genmaele/contracts';

/** A rule that sends a case to an office and a committee: for its KLE number (`02` or `02.34`), for words of its bill, or for both at once. */
export interface RoutingRule {
  readonly priority: number;
  readonly klePrefix: string | null;
  /** Danish word stems in lower case; `^` before one asks that the word begins with it. One of them must be in the bill's words. */
  readonly words: readonly string[];
  readonly officeName: string | null;
  readonly committeeId: string | null;
}

/** What rules are asked about a case. */
export interface RoutedCase {
  readonly kleNumber: string | null;
  readonly words: readonly string[];
}

/** Where a case goes, by which rule, and the words that pointed there. */
export interface Route {
  readonly rule: RoutingRule;
  readonly reasons: string[];
}

/** A case of the past as it went, for a trial. */
export interface PastCase extends RoutedCase {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly officeName: string | null;
  readonly committeeId: string | null;
}

/** A case that the rules would have sent elsewhere. */
export interface RoutingDifference {
  readonly caseId: string;
  readonly number: string;
  readonly title: string;
  readonly office: { readonly was: string | null; readonly becomes: string | null };
  readonly committee: { readonly was: string | null; readonly becomes: string | null };
  readonly priority: number;
}

/** What a trial showed: how many cases were tried, how many no rule fitted, and each that would have gone elsewhere. */
export interface RoutingTrial {
  readonly tried: number;
  readonly unrouted: number;
  readonly differences: RoutingDifference[];
}

function split(texts: readonly string[]): string[] {
  return texts.flatMap(
    (text) =>
      text
        .replaceAll('\u00ad', '')
        .normalize('NFC')
        .toLocaleLowerCase('da')
        .match(/\p{L}+/gu) ?? [],
  );
}

function wordsThatFit(stems: readonly string[], words: readonly string[]): string[] {
  const fits = (word: string) => stems.some((stem) => (stem.startsWith('^') ? word.startsWith(stem.slice(1)) : word.includes(stem)));
  return [...new Set(words.filter(fits))];
}

function kleFits(prefix: string, number: string | null): boolean {
  return number !== null && (number === prefix || number.startsWith(`${prefix}.`));
}

/** Where the first rule that fits, by rising priority, sends a case; undefined when none fits. A rule without conditions fits every case. Pure. */
export function routeOf(rules: readonly RoutingRule[], { kleNumber, words }: RoutedCase): Route | undefined {
  const distinct = split(words);
  for (const rule of [...rules].sort((a, b) => a.priority - b.priority)) {
    const reasons = wordsThatFit(rule.words, distinct);
    const fits = (rule.klePrefix === null || kleFits(rule.klePrefix, kleNumber)) && (rule.words.length === 0 || reasons.length > 0);
    if (fits) return { rule, reasons: rule.klePrefix === null ? reasons : [`KLE ${kleNumber}`, ...reasons] };
  }
  return undefined;
}

/** Tries rules on cases of the past: which of them would have gone elsewhere. What a rule leaves open stays as it was. Pure; nothing is changed. */
export function replayRoutes(rules: readonly RoutingRule[], cases: readonly PastCase[]): RoutingTrial {
  const differences: RoutingDifference[] = [];
  let unrouted = 0;
  for (const { id: caseId, number, title, officeName, committeeId, ...past } of cases) {
    const route = routeOf(rules, past);
    if (!route) unrouted += 1;
    if (!route) continue;
    const office = { was: officeName, becomes: route.rule.officeName ?? officeName };
    const committee = { was: committeeId, becomes: route.rule.committeeId ?? committeeId };
    if (office.was === office.becomes && committee.was === committee.becomes) continue;
    differences.push({ caseId, number, title, office, committee, priority: route.rule.priority });
  }
  return { tried: cases.length, unrouted, differences };
}

/** The hash of a set of rules, by which a trial is bound to what was tried: SHA-256 over their canonical JSON, in the order of priority. */
export function rulesHash(rules: readonly RoutingRule[]): string {
  const plain = [...rules].sort((a, b) => a.priority - b.priority).map((rule) => ({ ...rule, words: [...rule.words] }));
  return sha256(canonicalJson(plain));
}
