-- Who followed which link of a campaign, each person once. A link is told by its place in the content, from 0.
{{messages}}
select
  campaign,
  place,
  count(*) filter (where who = 1) as human,
  count(*) filter (where who = 2) as unsure,
  count(*) filter (where who = 4) as machine
from (
  select campaign, message, place, min(who) as who
  from told
  where place is not null and campaign is not null
  group by campaign, message, place
) followed
group by campaign, place
order by campaign, place
