/** Times in which policies send nothing, as the provisioning file has them; UTC. */
export const weekend = {
  name: 'Weekend',
  time_intervals: [{ weekdays: ['saturday', 'sunday'], location: 'UTC' }],
} as const;

/** The window in which servers are updated; a change of it belongs here, and into the agreement with those who update them. */
export const maintenance = {
  name: 'Planned maintenance',
  time_intervals: [
    { times: [{ start_time: '05:00', end_time: '08:00' }], weekdays: ['sunday'], location: 'UTC' },
  ],
} as const;

export const muteTimes = [weekend, maintenance] as const;
