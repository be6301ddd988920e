-- When mail of campaigns arrives and is read, by hour (UTC): each message in the hour in which that was so first. Machines are left out.
{{messages}}
select
  campaign,
  date_trunc('hour', first_at) as hour_utc,
  count(*) filter (where what = 'delivered') as delivered,
  count(*) filter (where what = 'opened') as opened,
  count(*) filter (where what = 'clicked') as clicked
from (
  select
    messages.campaign,
    kinds.what,
    case
      when kinds.what = 'delivered' then messages.delivered_at
      when kinds.what = 'opened' and messages.opened_by < 4 then messages.opened_at
      when kinds.what = 'clicked' and messages.clicked_by < 4 then messages.clicked_at
    end as first_at
  from messages
  cross join (values ('delivered'), ('opened'), ('clicked')) as kinds (what)
) firsts
where campaign is not null and first_at is not null
group by campaign, date_trunc('hour', first_at)
order by campaign, hour_utc
