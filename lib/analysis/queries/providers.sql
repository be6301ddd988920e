-- How mail gets to each mailbox provider, and how soon: shares in per cent of what was sent, and of what was delivered.
{{messages}}
select
  provider,
  sum(sent) as sent,
  sum(delivered) as delivered,
  count(*) filter (where status = 'bounced') as bounced,
  count(*) filter (where status = 'complained') as complained,
  round(100e0 * sum(delivered) / nullif(sum(sent), 0), 2) as delivered_percent,
  round(100e0 * count(*) filter (where status = 'bounced') / nullif(sum(sent), 0), 3) as bounced_percent,
  round(100e0 * count(*) filter (where status = 'complained') / nullif(sum(delivered), 0), 3) as complained_percent,
  count(*) filter (where date_diff('millisecond', claimed_at, delivered_at) <= 10000) as within_10_seconds,
  count(*) filter (where date_diff('millisecond', claimed_at, delivered_at) <= 60000) as within_1_minute,
  count(*) filter (where date_diff('millisecond', claimed_at, delivered_at) <= 600000) as within_10_minutes
from messages
where campaign is not null
group by provider
order by sent desc
