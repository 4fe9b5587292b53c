import type { Desk, Scene } from '../desk.ts';

/** A morning on which forecasts were made that can be judged by now: of August and September. */
export const earlierRun: readonly Scene[] = [
  {
    on: '2025-07-31',
    title: 'Long before: August and September are forecast by what is known of June and July',
    play: (desk) => mustBeRight(desk.run({ date: '2025-07-31', from: '2025-06-16', to: '2025-07-30' })),
  },
];

const window = { date: '2025-09-17', from: '2025-09-14', to: '2025-09-16' };

/** A bad morning. */
export const badMorning: readonly Scene[] = [
  {
    on: window.date,
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
      const isRight = await desk.run(window);
      faults.clear();
      if (isRight) throw new Error('The run should have failed.');
    },
  },
  {
    on: window.date,
    title: 'The secret is renewed; ServiceNow is busy and is asked again, a point that cannot be is rejected',
    async play(desk) {
      const { appdynamics, servicenow } = desk.vendors;
      servicenow.faults.add({
        path: /cmdb_ci_server/,
        times: 4,
        kind: 'status',
        status: 503,
        body: { error: 'busy' },
      });
      spoilPoints(desk, 'HR Portal');
      await mustBeRight(desk.run(window));
      appdynamics.faults.clear();
      servicenow.faults.clear();
    },
  },
];

interface UsageBody {
  licenseRule?: { name: string };
  packages: { unitUsages: { data: { used: { max: unknown } }[] }[] }[];
}

/** Every last point of the application says fewer than no units. */
function spoilPoints({ vendors }: Desk, application: string): void {
  vendors.appdynamics.faults.tamper(/\/allocation\//, (body) => {
    const copy = structuredClone(body) as UsageBody;
    if (copy.licenseRule?.name !== application) return body;
    for (const { unitUsages } of copy.packages)
      for (const { data } of unitUsages) {
        const last = data.at(-1);
        if (last) last.used.max = -5;
      }
    return copy;
  });
}

export async function mustBeRight(run: Promise<boolean>): Promise<void> {
  if (!(await run)) throw new Error('The run did not end right.');
}
