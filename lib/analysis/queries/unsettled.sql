-- Whether the archive is whole, by day of sending (UTC): lines, how many are there twice, and messages that SES left open for a day.
{{messages}}
select
  cast(claimed_at as date) as sent_on,
  count(*) as messages,
  count(*) filter (
    where status in ('sent', 'delayed') and claimed_at < cast(current_date as timestamp) - interval '1' day
  ) as unsettled,
  sum(lines) as lines,
  sum(lines) - sum(outcomes) as doubles
from messages
group by cast(claimed_at as date)
order by sent_on desc
