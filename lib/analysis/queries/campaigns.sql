-- What became of the messages of each campaign, each counted once: the figures of its report.
{{messages}}
select
  client,
  campaign,
  variant,
  min(claimed_at) as began,
  sum(sent) as sent,
  sum(delivered) as delivered,
  count(*) filter (where status = 'delayed') as delayed,
  count(*) filter (where status = 'soft_bounced') as soft_bounced,
  count(*) filter (where status = 'bounced') as bounced,
  count(*) filter (where status = 'complained') as complained,
  count(*) filter (where status = 'suppressed') as suppressed,
  count(*) filter (where status = 'invalid') as invalid,
  count(*) filter (where status = 'rejected') as rejected,
  count(*) filter (where status = 'failed') as failed
from messages
where campaign is not null
group by client, campaign, variant
order by began desc
