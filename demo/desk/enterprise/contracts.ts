/** The day on which contracts are renewed and announced prices begin. */
export const renewal = '2026-01-01';

/** Units of a day that may run at once; more cost a surcharge. */
export const peakEntitlement = { from: '2025-01-01', units: 15_600, overageRate: 0.4 };

/** Two that were signed, and the draft of the next one. */
export const contractLines: readonly string[] = [
  'contract,vendor,start_date,end_date,capability,tier,basis,settled_per,committed,unused_rate,overage_rate',
  `AppDynamics APM 2025,AppDynamics,${peakEntitlement.from},${renewal},APM,PEAK,daily_units,month,${peakEntitlement.units},,${peakEntitlement.overageRate}`,
  `AppDynamics APM 2025,AppDynamics,${peakEntitlement.from},${renewal},APM,PRO,daily_units,month,14500,,`,
  `AppDynamics RUM 2025,AppDynamics,2025-03-01,2026-03-01,MRUM,,amount,term,1750000,,`,
  `AppDynamics APM 2026,AppDynamics,${renewal},2027-01-01,APM,,daily_units,month,31000,,0.35`,
];
