-- How many of those whom a campaign got to opened it and followed a link, by people, by machines, and by what nobody can tell.
{{messages}}
select
  client,
  campaign,
  variant,
  sum(delivered) as delivered,
  count(*) filter (where opened_by = 1) as opened_human,
  count(*) filter (where opened_by = 2) as opened_unsure,
  count(*) filter (where opened_by = 3) as opened_masked,
  count(*) filter (where opened_by = 4) as opened_machine,
  count(*) filter (where clicked_by = 1) as clicked_human,
  count(*) filter (where clicked_by = 2) as clicked_unsure,
  count(*) filter (where clicked_by = 4) as clicked_machine
from messages
where campaign is not null
group by client, campaign, variant
order by delivered desc, campaign, variant
