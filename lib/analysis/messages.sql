with
-- Each outcome once: SES tells some twice, and what Firehose did not take was told again.
-- Of messages that were sent in the last 30 days: the figure stands here, twice.
once as (
  select
    id,
    count(*) as lines,
    max(client) as client,
    max(campaign) as campaign,
    max(variant) as variant,
    max(message) as message,
    max(contact) as contact,
    max(outcome) as outcome,
    max(provider) as provider,
    max(because) as because,
    max(code) as code,
    max(link) as link,
    max(hints) as hints,
    cast(replace(substr(max(happened), 1, 23), 'T', ' ') as timestamp) as happened_at,
    cast(replace(substr(max(claimed), 1, 23), 'T', ' ') as timestamp) as claimed_at,
    -- What may follow on what: contract/reporting.ts.
    max(case outcome
      when 'sent' then 3
      when 'delayed' then 4
      when 'soft_bounced' then 5
      when 'delivered' then 6
      when 'opened' then 7
      when 'clicked' then 8
      when 'rejected' then 10
      when 'failed' then 11
      when 'suppressed' then 12
      when 'invalid' then 13
      when 'bounced' then 14
      when 'complained' then 15
    end) as height
  from outcomes
  where day >= cast(cast(current_date - interval '30' day as date) as varchar)
    and substr(claimed, 1, 10) >= cast(cast(current_date - interval '30' day as date) as varchar)
  group by id
),
placed as (
  select
    *,
    case when outcome = 'clicked' then cast(link as bigint) end as place,
    min(case when outcome = 'delivered' then happened_at end) over (partition by message) as delivered_at
  from once
),
-- Three links or more within five seconds: some place among them is neither the first nor the last. Then the sum of
-- (place - first) * (last - place) is more than nothing; here it is multiplied out, so that a window can add it up.
nearby as (
  select
    *,
    (min(place) over soon + max(place) over soon) * sum(place) over soon
      - sum(place * place) over soon
      - count(place) over soon * min(place) over soon * max(place) over soon as spread,
    max(case when place is not null then happened_at end) over soon as last_click_at
  from placed
  window soon as (
    partition by message order by happened_at range between current row and interval '5' second following
  )
),
-- A burst of clicks is one machine's, and what it opened right before.
bursts as (
  select
    *,
    max(case when place is not null and spread > 0 then last_click_at end) over around as burst_until
  from nearby
  window around as (
    partition by message
    order by happened_at
    range between interval '5' second preceding and interval '5' second following
  )
),
-- Openings and clicks, judged as docs/human-figures.md says: 1 a person, 2 unsure, 3 hidden, 4 a machine.
judged as (
  select
    *,
    case
      when outcome not in ('opened', 'clicked') then null
      when hints like '%bot%' or hints like '%none%' then 4
      when date_diff('millisecond', delivered_at, happened_at) < -1000 then 4
      when burst_until >= happened_at then 4
      when hints like '%apple%' and outcome = 'opened' then 3
      when hints like '%apple%' then 2
      when date_diff('millisecond', delivered_at, happened_at) < 3000 then 2
      else 1
    end as who
  from bursts
),
-- Of each message the one that says most for a person. Who followed a link has opened it, pictures or none.
told as (
  select
    *,
    min(case when outcome = 'opened' or who = 1 then who end) over (partition by message) as opened_by,
    min(case when outcome = 'clicked' then who end) over (partition by message) as clicked_by
  from judged
),
-- Each message as it stands: a complaint is of one that was delivered, whatever else was told.
messages as (
  select
    message,
    sum(lines) as lines,
    count(*) as outcomes,
    max(client) as client,
    max(campaign) as campaign,
    max(coalesce(variant, 'a')) as variant,
    max(contact) as contact,
    coalesce(max(provider), 'other') as provider,
    max_by(outcome, height) as status,
    case when max(height) in (10, 11) then 0 else 1 end as sent,
    case when max(height) in (6, 7, 8, 15) then 1 else 0 end as delivered,
    max(claimed_at) as claimed_at,
    max(delivered_at) as delivered_at,
    max(opened_by) as opened_by,
    max(clicked_by) as clicked_by,
    min(case when (outcome = 'opened' or who = 1) and who = opened_by then happened_at end) as opened_at,
    min(case when outcome = 'clicked' and who = clicked_by then happened_at end) as clicked_at
  from told
  group by message
)
