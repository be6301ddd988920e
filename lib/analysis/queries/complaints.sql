-- Of which campaigns people complain, at which provider. Providers ask for less than 0.1 per cent, and block from 0.3 on.
{{messages}}
select
  client,
  campaign,
  provider,
  count(*) filter (where status = 'complained') as complained,
  sum(delivered) as delivered,
  round(100e0 * count(*) filter (where status = 'complained') / nullif(sum(delivered), 0), 3) as complained_percent
from messages
where campaign is not null
group by client, campaign, provider
having count(*) filter (where status = 'complained') > 0
order by complained_percent desc, complained desc, campaign, provider
