import { defaultMatchSettings, type MatchQuestion } from '../domain/reconcile/match.ts';
import { matchApplications } from '../domain/reconcile/match-applications.ts';
import { sequenceScore } from '../domain/reconcile/sequence-matcher.ts';
import type { Bench } from './bench.ts';
import { measure, type Measure } from './measure.ts';
import { applicationNames, serviceNames } from './support/names.ts';

const sizes = [300, 3_000];
const sampledPairs = 20_000;

/**
 * Matching of as many applications as services. Beside it stands what the sequence matcher alone would take for every pair,
 * which is measured on a sample of pairs: matching decides the same and much more without looking at them all.
 */
export async function matching({ sizes: { rounds }, say }: Bench): Promise<readonly Measure[]> {
  return sizes.map((size) => {
    const services = serviceNames(size);
    const question: MatchQuestion = {
      services: services.map((name, index) => ({ serviceId: index + 1, name })),
      applications: applicationNames(services).map((name, index) => ({ appId: index + 1, name })),
      decisions: [],
      settings: defaultMatchSettings,
    };
    const values: number[] = [];
    const floors: number[] = [];
    let linked = 0;
    for (let round = 0; round < rounds; round += 1) {
      values.push(secondsOf(() => (linked = countLinks(question))));
      floors.push(secondsOf(() => scorePairs(question)) * ((size * size) / sampledPairs));
    }
    say(`${size} x ${size}: ${linked} linked`);
    return measure({ id: `match-${size}-names`, unit: 's', values, floors });
  });
}

function countLinks(question: MatchQuestion): number {
  return matchApplications(question).results.filter(({ serviceId }) => serviceId !== null).length;
}

function scorePairs({ applications, services }: MatchQuestion): void {
  for (let pair = 0; pair < sampledPairs; pair += 1) {
    const left = applications[pair % applications.length]?.name ?? '';
    const right = services[(pair * 7) % services.length]?.name ?? '';
    sequenceScore(left, right);
  }
}

function secondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
