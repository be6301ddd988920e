"""What CloudWatch does by itself on AWS and ministack 1.5.33 leaves out: figures of what happens, and alarms that go by them.

Counts in logs (embedded metric format), metric filters, and the figures of API Gateway, SES, SQS and of logs become metrics here;
those of Lambda are counted for every run. Those of DynamoDB, streams, rules and topics are not there.

Time runs faster for alarms: a minute of an alarm is two seconds (ALARM_HURRY), so that a drill shows one ring and go out again.
"""

import fnmatch
import json
import logging
import os
import re
import threading
import time

from ministack.services import apigateway, cloudwatch, cloudwatch_logs, eventbridge, lambda_svc, sqs
from ministack.services.cloudformation import provisioners

# ministack forgets after two weeks; dashboards look back a month.
cloudwatch.TWO_WEEKS_SECONDS = 35 * 24 * 3600
ALARM_HURRY = float(os.environ.get("ALARM_HURRY", "30"))
log = logging.getLogger("figures")


def count_what_logs_say():
    """1.5.33: EMF is stored and not read, and metric filters are kept and not applied."""
    append = cloudwatch_logs._append_log_events

    def append_and_count(stream, events):
        append(stream, events)
        for event in events:
            message = event["message"]
            cloudwatch.record_metric("AWS/Logs", "IncomingBytes", len(message) + 26, "Bytes")
            if '"_aws"' in message:
                count_embedded(message)

    cloudwatch_logs._append_log_events = append_and_count


def count_embedded(message):
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"""
    try:
        line = json.loads(message)
        for directive in line["_aws"]["CloudWatchMetrics"]:
            for names in directive["Dimensions"]:
                dimensions = {name: line[name] for name in names}
                for metric in directive["Metrics"]:
                    values = line[metric["Name"]]
                    bucket = cloudwatch._metric_bucket(
                        (directive["Namespace"], metric["Name"], cloudwatch._dims_key(dimensions))
                    )
                    # The time is the line's own: lines may tell of an earlier one.
                    point = {"Timestamp": line["_aws"]["Timestamp"] / 1000, "Unit": metric.get("Unit", "None")}
                    for value in values if isinstance(values, list) else [values]:
                        bucket.append({**point, "Value": float(value), "Dimensions": dimensions})
    except (ValueError, KeyError, TypeError):
        log.exception("a line of embedded metrics is not of the format")


def log_access_of_apis():
    """1.5.33: the gateway writes no access log, and counts nothing."""
    execute = apigateway._handle_execute_in_scope

    async def execute_and_log(api_id, stage, path, method, *rest):
        began = time.time()
        answer = await execute(api_id, stage, path, method, *rest)
        try:
            ms = round((time.time() - began) * 1000)
            status = answer[0]
            of_api = {"ApiId": api_id}
            cloudwatch.record_metric("AWS/ApiGateway", "Count", 1, "Count", of_api)
            cloudwatch.record_metric("AWS/ApiGateway", "4xx", int(400 <= status < 500), "Count", of_api)
            cloudwatch.record_metric("AWS/ApiGateway", "5xx", int(status >= 500), "Count", of_api)
            cloudwatch.record_metric("AWS/ApiGateway", "Latency", ms, "Milliseconds", of_api)
            route = apigateway._match_route(api_id, method, "/" + path.lstrip("/"))
            if route is not None:
                write_access_line(api_id, stage, route.get("routeKey", "$default"), status, ms)
        except Exception:
            log.exception("a request was not counted")
        return answer

    apigateway._handle_execute_in_scope = execute_and_log


def write_access_line(api_id, stage, route_key, status, ms):
    settings = (apigateway._stages.get(api_id, {}).get(stage) or {}).get("accessLogSettings") or {}
    group = settings.get("destinationArn", "").partition(":log-group:")[2].removesuffix(":*")
    if group not in cloudwatch_logs._log_groups:
        return
    known = {"routeKey": route_key, "status": str(status), "responseLatency": str(ms)}
    fill = lambda found: json.dumps(known.get(found[1], "-"))[1:-1]
    line = re.sub(r"\$context\.(\w+)", fill, settings.get("format", ""))
    streams = cloudwatch_logs._log_groups[group]["streams"]
    empty = {"events": [], "uploadSequenceToken": "1", "creationTime": int(time.time() * 1000)}
    ends = {"firstEventTimestamp": None, "lastEventTimestamp": None, "lastIngestionTime": None}
    now_ms = int(time.time() * 1000)
    cloudwatch_logs._append_log_events(
        streams.setdefault("access", {**empty, **ends}),
        [{"timestamp": now_ms, "message": line, "ingestionTime": now_ms}],
    )
    for metric_filter in cloudwatch_logs._metric_filters.values():
        if metric_filter["logGroupName"] == group and matches(metric_filter["filterPattern"], json.loads(line)):
            for to in metric_filter["metricTransformations"]:
                cloudwatch.record_metric(to["metricNamespace"], to["metricName"], float(to.get("metricValue", 1)), "None")


def matches(pattern, line):
    """Of the language of filters: comparisons of texts, `&&`, `||` and parentheses. Patterns are those of our own templates."""
    terms = []

    def term(found):
        terms.append(fnmatch.fnmatchcase(str(line.get(found[1], "")), found[2]))
        return f"terms[{len(terms) - 1}]"

    expression = re.sub(r'\$\.(\w+) = "([^"]*)"', term, pattern.strip().removeprefix("{").removesuffix("}"))
    return eval(expression.replace("&&", " and ").replace("||", " or ").strip(), {"terms": terms})


SES_COUNTS = {
    "Email Sent": "Send",
    "Email Delivered": "Delivery",
    "Email Bounced": "Bounce",
    "Email Complaint Received": "Complaint",
    "Email Rejected": "Reject",
    "Email Rendering Failed": "RenderingFailure",
    "Email Opened": "Open",
    "Email Clicked": "Click",
}
ses_so_far = {"Send": 0, "Bounce": 0, "Complaint": 0}


def count_mail():
    """There is no SES that counts: its stand-in's events are counted. The shares are over all mail since the start."""
    put_events = eventbridge._put_events

    def put(data, *rest):
        for entry in data.get("Entries", []):
            name = SES_COUNTS.get(entry.get("DetailType")) if entry.get("Source") == "aws.ses" else None
            if name is None:
                continue
            cloudwatch.record_metric("AWS/SES", name, 1, "Count")
            hard = name != "Bounce" or '"bounceType":"Permanent"' in entry.get("Detail", "").replace(" ", "")
            if name in ses_so_far and hard:
                ses_so_far[name] += 1
            for rate, of in (("BounceRate", "Bounce"), ("ComplaintRate", "Complaint")):
                share = ses_so_far[of] / max(ses_so_far["Send"], 1)
                cloudwatch.record_metric("AWS/SES", f"Reputation.{rate}", share, "None")
        return put_events(data, *rest)

    eventbridge._put_events = put


def count_every_run():
    """1.5.33: counts runs that were asked for by `Invoke`, and none that a queue, a stream, the clock or the gateway asked for."""
    emit_logs, emit = lambda_svc._emit_lambda_logs, lambda_svc._emit_lambda_metrics

    def emit_logs_and_count(func, request_id, log_text, error, duration_ms, **more):
        emit_logs(func, request_id, log_text, error, duration_ms, **more)
        config = func.get("config") or func
        emit(config.get("FunctionName", "unknown"), duration_ms=float(duration_ms), error=bool(error), throttle=False)

    def emit_throttles(function_name, duration_ms, error, throttle):
        if throttle:
            emit(function_name, duration_ms, error, throttle)

    lambda_svc._emit_lambda_logs, lambda_svc._emit_lambda_metrics = emit_logs_and_count, emit_throttles


def look_at_queues():
    now = time.time()
    for url, queue in list(sqs._queues.items()):
        of_queue = {"QueueName": queue.get("name") or url.rpartition("/")[2]}
        waiting = list(queue["messages"])
        oldest = max((now - message.get("sent_at", now) for message in waiting), default=0)
        visible = sum(1 for message in waiting if message.get("visible_at", 0) <= now)
        cloudwatch.record_metric("AWS/SQS", "ApproximateAgeOfOldestMessage", oldest, "Seconds", of_queue)
        cloudwatch.record_metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", visible, "Count", of_queue)


def keep_alarms_of_expressions():
    """1.5.33: a template with an alarm on metric math is refused, and one with a composite alarm."""
    record = provisioners._cw_metric_alarm_record

    def record_with_math(name, props):
        queries = props.get("Metrics")
        if not queries:
            return record(name, props)
        plain = {key: value for key, value in props.items() if key != "Metrics"}
        alarm = record(name, {**plain, "Namespace": "-", "MetricName": "-"})
        periods = [int(query["MetricStat"]["Period"]) for query in queries if query.get("MetricStat")]
        return {**alarm, "Queries": queries, "Period": max(periods, default=60)}

    provisioners._cw_metric_alarm_record = record_with_math

    def put_composite(name, props):
        wanted = {"AlarmName": name, "AlarmRule": props["AlarmRule"], "AlarmDescription": props.get("AlarmDescription", "")}
        answer = cloudwatch._put_composite_alarm({}, {**wanted, "AlarmActions": props.get("AlarmActions", [])}, False, True)
        if answer[0] >= 400:
            raise ValueError(f"AWS::CloudWatch::CompositeAlarm: {answer[2]!r}")
        return name, {"Arn": cloudwatch._composite_alarms[name]["AlarmArn"]}

    provisioners._RESOURCE_HANDLERS["AWS::CloudWatch::CompositeAlarm"] = {
        "create": lambda logical_id, props, stack_name: put_composite(
            props.get("AlarmName") or provisioners._physical_name(stack_name, logical_id, max_len=255), props
        ),
        "update": lambda physical_id, old_props, new_props, stack_name: put_composite(physical_id, new_props),
        "delete": lambda physical_id, props: cloudwatch._composite_alarms.pop(physical_id, None),
    }


def judge_alarms_as_cloudwatch_does():
    """1.5.33: adds up all metrics of a name whatever their dimensions, knows no periods in a row, and forgets what is over."""
    cloudwatch._evaluate_alarm = judge
    cloudwatch._evaluate_all_alarms = lambda: None


def judge(alarm):
    period = alarm.get("Period", 60) / ALARM_HURRY
    now = time.time()
    windows = [(now - (back + 1) * period, now - back * period) for back in range(alarm.get("EvaluationPeriods", 1))]
    values = [value_of(alarm, *window) for window in windows]
    treat = alarm.get("TreatMissingData", "missing")
    known = [value for value in values if value is not None]
    if not known and treat == "ignore":
        return
    if not known and treat == "missing":
        return set_state(alarm, "INSUFFICIENT_DATA", "no data in the last periods")
    bad = sum(breaches(alarm, value) if value is not None else treat == "breaching" for value in values)
    rings = bad >= alarm.get("DatapointsToAlarm", len(values))
    told = ", ".join("none" if value is None else f"{value:g}" for value in values)
    set_state(alarm, "ALARM" if rings else "OK", f"Threshold Crossed: {told} against {alarm['Threshold']:g}")


def set_state(alarm, state, reason):
    before = alarm["StateValue"]
    if before == state:
        return
    alarm.update(StateValue=state, StateReason=reason, StateUpdatedTimestamp=int(time.time()))
    cloudwatch._record_history(alarm["AlarmName"], before, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, before, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def breaches(alarm, value):
    threshold = alarm["Threshold"]
    return {
        "GreaterThanThreshold": value > threshold,
        "GreaterThanOrEqualToThreshold": value >= threshold,
        "LessThanThreshold": value < threshold,
        "LessThanOrEqualToThreshold": value <= threshold,
    }[alarm["ComparisonOperator"]]


def value_of(alarm, after, until):
    if "Queries" not in alarm:
        stat = alarm.get("ExtendedStatistic") or alarm.get("Statistic", "Average")
        return measured(alarm["Namespace"], alarm["MetricName"], alarm.get("Dimensions"), stat, after, until)
    values = {}
    for query in alarm["Queries"]:
        if query.get("MetricStat"):
            metric, stat = query["MetricStat"]["Metric"], query["MetricStat"]["Stat"]
            dimensions = metric.get("Dimensions")
            values[query["Id"]] = measured(metric["Namespace"], metric["MetricName"], dimensions, stat, after, until)
    [result] = [query for query in alarm["Queries"] if query.get("ReturnData", True) is not False]
    if "Expression" not in result:
        return values[result["Id"]]
    known = {
        "FILL": lambda value, other: other if value is None else value,
        "MAX": max,
        "IF": lambda condition, yes, no: yes if condition else no,
    }
    try:
        return eval(result["Expression"], {**known, **values})
    except (TypeError, ZeroDivisionError):
        return None  # A part of it has no data.


def measured(namespace, name, dimensions, stat, after, until):
    of = cloudwatch._dims_key(cloudwatch._dims_from_list(dimensions or []))
    # Those of Lambda stand under no dimensions too, on AWS; here they are added up.
    everything = of == "" and namespace == "AWS/Lambda"
    points = [
        point
        for (its_namespace, its_name, its_of), all_points in list(cloudwatch._metrics.items())
        if its_namespace == namespace and its_name == name and (everything or its_of == of)
        for point in list(all_points)
        if after < point["Timestamp"] <= until
    ]
    return cloudwatch._stat_value(cloudwatch._calc_stats(points), stat, points) if points else None


def watch():
    turn = 0
    while True:
        time.sleep(2)
        turn += 1
        try:
            if turn % 3 == 0:
                look_at_queues()
            for alarm in list(cloudwatch._alarms.values()):
                judge(alarm)
        except Exception:
            log.exception("alarms were not judged")


def install():
    count_what_logs_say()
    log_access_of_apis()
    count_mail()
    count_every_run()
    keep_alarms_of_expressions()
    judge_alarms_as_cloudwatch_does()
    threading.Thread(target=watch, daemon=True).start()
