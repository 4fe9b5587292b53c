/** Keeps the month from being closed, or its review from ending, until the transaction ends. */
export const lockPeriod = 'select state from chargeback_periods where month_start = $1 for share';

export const openDisputesOf = `
  select dispute_id as id from disputes
  where  month_start = $1 and sector_id = $2 and status in ('open', 'answered') order by 1`;

export const lastDecision = `
  select decision, statement_hash as hash from statement_decisions
  where  month_start = $1 and sector_id = $2 order by decision_id desc limit 1`;

export const insertDecision = `
  insert into statement_decisions (month_start, sector_id, decision, decided_by, reason, statement_hash, total)
  values ($1, $2, $3, $4, $5, $6, $7)`;

export const findLine =
  'select chargeback_id from chargeback_fact where chargeback_id = $1 and month_start = $2 and sector_id = $3';

export const openDispute = `
  insert into disputes (month_start, sector_id, line_id, opened_by, reason, answer_by, decide_by)
  values ($1, $2, $3, $4, $5, $6, $7)
  returning dispute_id as id`;

export const lockDispute = `
  select d.dispute_id as id, d.month_start as month, s.sector_name as sector, d.status, d.opened_by as "openedBy", d.reason
  from   disputes d
  join   sectors_dim s using (sector_id)
  where  d.dispute_id = $1
  for    update of d`;

export const answerDispute = `
  update disputes set status = 'answered', answered_by = $2, answer = $3, answered_at = clock_timestamp() where dispute_id = $1`;

export const decideDispute = `
  update disputes set status = $2, decided_by = $3, decision = $4, decided_at = clock_timestamp() where dispute_id = $1`;

export const decisionLog = `
  select to_char(happened_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at, s.sector_name as sector, e.sector_id as "sectorId", what, by, text,
         total, dispute_id as "disputeId", hash
  from   (select decided_at as happened_at, 1 as place, decision_id as id, sector_id, decision as what, decided_by as by, coalesce(reason, '') as text,
                 total, null::integer as dispute_id, statement_hash as hash
          from   statement_decisions where month_start = $1 and decision = 'accepted'
          union all
          select opened_at, 2, dispute_id, sector_id, 'disputed' || coalesce(' line ' || line_id, ''), opened_by, reason, null, dispute_id, null
          from   disputes where month_start = $1
          union all
          select answered_at, 3, dispute_id, sector_id, 'answered', answered_by, answer, null, dispute_id, null
          from   disputes where month_start = $1 and answered_at is not null
          union all
          select decided_at, 4, dispute_id, sector_id, status, decided_by, decision, null, dispute_id, null
          from   disputes where month_start = $1 and decided_at is not null) e
  join   sectors_dim s using (sector_id)
  order  by happened_at, place, id`;
