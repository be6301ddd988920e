-- What each client sent on each day (UTC), and what became of it by now.
{{messages}}
select
  client,
  cast(claimed_at as date) as sent_on,
  sum(sent) as sent,
  sum(delivered) as delivered,
  count(*) filter (where status = 'bounced') as bounced,
  count(*) filter (where status = 'complained') as complained,
  count(distinct contact) as people
from messages
where campaign is not null
group by client, cast(claimed_at as date)
order by sent_on desc, sent desc, client
