import type { Desk, Scene } from '../desk.ts';

/** A morning on which forecasts were made that can be judged by now: of August and September. */
export const earlierRun: readonly Scene[] = [
  {
    on: '2025-07-31',
    title: 'Long before: August and September are forecast by what is known of July',
    play: (desk) =>
      mustBeRight(
        desk.run({
          ...{ date: '2025-07-31', from: '2025-06-25', to: '2025-07-30' },
          only: ['appdynamics', 'forecast'],
        }),
      ),
  },
];

const morning = '2025-09-16';
const dayBefore = '2025-09-15';

/** Before the run of the 16th, and what becomes of it. */
export const badMorning: readonly Scene[] = [
  {
    on: morning,
    title: 'The vendor refuses the credentials: the run fails at once, the last good data stays',
    async play(desk) {
      const { faults } = desk.vendors.appdynamics;
      faults.add({
        path: /oauth\/access_token/,
        times: 20,
        kind: 'status',
        status: 401,
        body: { statusCode: 401, errorMessage: 'Invalid client credentials' },
      });
      const isRight = await desk.run({ date: morning, from: dayBefore, to: dayBefore });
      faults.clear();
      if (isRight) throw new Error('The run should have failed.');
    },
  },
  {
    on: morning,
    title:
      'The secret is renewed. Now ServiceNow is busy and will be asked again; a point that cannot be will be rejected',
    play(desk) {
      desk.vendors.servicenow.faults.add({
        path: /cmdb_ci_server/,
        times: 4,
        kind: 'status',
        status: 503,
        body: { error: 'busy' },
      });
      spoilPoints(desk, 'HR Portal');
      return Promise.resolve();
    },
  },
];

interface UsageBody {
  readonly licenseRule?: { readonly name: string };
  readonly packages: { readonly unitUsages: { readonly data: Point[] }[] }[];
}

interface Point {
  readonly used: { max: unknown };
}

/** As long as it is that morning, every last point of the application says fewer than no units. */
function spoilPoints({ vendors: { world, appdynamics } }: Desk, application: string): void {
  appdynamics.faults.tamper(/\/allocation\//, (body) => {
    if (world.clock.today() !== morning) return body;
    const copy = structuredClone(body) as UsageBody;
    if (copy.licenseRule?.name !== application) return body;
    for (const { data } of copy.packages.flatMap(({ unitUsages }) => unitUsages)) {
      const last = data.at(-1);
      if (last) last.used.max = -5;
    }
    return copy;
  });
}

export async function mustBeRight(run: Promise<boolean>): Promise<void> {
  if (!(await run)) throw new Error('The run did not end right.');
}
