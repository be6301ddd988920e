-- How often people are mailed, and whether those who are mailed more complain more: people by the campaigns that got to them.
{{messages}}
select
  client,
  case when mails >= 10 then 10 else mails end as mails_or_more,
  count(*) as people,
  sum(complained) as complained,
  round(100e0 * sum(complained) / count(*), 3) as complained_percent
from (
  select
    client,
    contact,
    sum(delivered) as mails,
    max(case when status = 'complained' then 1 else 0 end) as complained
  from messages
  where campaign is not null and contact is not null
  group by client, contact
) people
where mails > 0
group by client, case when mails >= 10 then 10 else mails end
order by client, mails_or_more
