-- Why mail does not arrive: what SES and the receiving servers said, most frequent first. Codes: RFC 3463.
{{messages}}
select
  provider,
  outcome,
  because,
  code,
  count(distinct message) as messages,
  count(distinct client) as clients,
  max(happened_at) as last_at
from once
where outcome in ('bounced', 'soft_bounced', 'suppressed', 'invalid', 'delayed', 'rejected', 'failed')
group by provider, outcome, because, code
order by messages desc, provider, outcome, because, code
