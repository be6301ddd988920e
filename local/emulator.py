"""The AWS emulator of the local cloud: ministack, made to answer as AWS does where the two differ.

Everything is set by environment variables (local/cloud.mjs): those of ministack, and DECISIONS_LOG, the file that
takes one JSON line for every distinct decision of IAM about a role: {"role", "action", "resource", "allowed"}.

Each correction below was written for, and seen to be needed with, the release of ministack that requirements.txt pins.
When you raise it, try each one without its correction first: what upstream has mended can go.
"""

import contextvars
import gzip
import json
import os
import re
import signal
import sys
import threading
import time
from datetime import datetime
from email.utils import parseaddr
from importlib.metadata import version
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region, json_response
from ministack.services import apigateway, athena, cloudfront, eventbridge, firehose, scheduler, ses, ses_v2
from ministack.services.cloudformation import provisioners

import figures

WRITTEN_FOR = "1.5.33"
GATEWAY_PORT = int(os.environ["GATEWAY_PORT"])
VIEWER_HEADER = b"x-local-viewer-ip"


def take_requests_as_tls():
    """1.5.33: plain HTTP fails `aws:SecureTransport`, which every `enforceSSL` bucket and queue asks for."""
    pin = app.pin_request_origin
    app.pin_request_origin = lambda source_ip, _secure: pin(source_ip, True)


def believe_the_proxy_about_viewers():
    """1.5.33: the peer of the socket is the viewer, and here that is always our own proxy (local/proxy.mjs).

    The proxy names the viewer in a header; what comes to a distribution is taken to come from there, and over TLS. The header itself
    goes no further, so that nothing behind the distribution can know of it.
    """
    serve = app.app

    async def serve_viewer(scope, receive, send):
        if scope["type"] == "http":
            named = dict(scope["headers"]).get(VIEWER_HEADER)
            if named is not None:
                headers = [header for header in scope["headers"] if header[0] != VIEWER_HEADER]
                viewer = {"client": (named.decode("latin-1"), 0), "scheme": "https", "headers": headers}
                scope = {**scope, **viewer}
        await serve(scope, receive, send)

    app.app = serve_viewer


def reach_apis_from_distributions():
    """1.5.33: a distribution refuses to dial `{apiId}.execute-api.{region}.amazonaws.com`, its usual origin."""
    host_of_api = re.compile(r"^([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com$")
    connect_target = cloudfront._origin_connect_target

    def connect_to_api(origin, viewer_is_https):
        if host_of_api.match(origin["domain_name"]):
            return "127.0.0.1", GATEWAY_PORT, False
        return connect_target(origin, viewer_is_https)

    cloudfront._origin_connect_target = connect_to_api
    app._EXECUTE_API_RE = host_of_api


def route_preflights_without_cors():
    """1.5.33: answers every OPTIONS itself. AWS does so for an API with a CORS configuration, and follows the routes else."""
    execute, match = apigateway._handle_execute_in_scope, apigateway._match_route

    async def execute_routed(api_id, stage, path, method, *rest):
        configured = (apigateway._apis.get(api_id) or {}).get("corsConfiguration")
        # In lower case it is no preflight to what follows, and a method like any other to the routes.
        routed = method.lower() if method == "OPTIONS" and not configured else method
        return await execute(api_id, stage, path, routed, *rest)

    apigateway._handle_execute_in_scope = execute_routed
    apigateway._match_route = lambda api_id, method, path: match(api_id, method.upper(), path)


def let_the_stand_in_publish_ses_events():
    """1.5.33: `PutEvents` refuses sources of AWS itself, and there is no SES that publishes. Only root may: no role."""
    put_events = eventbridge._put_events

    def put(data, allow_aws_source=False):
        from_ses = all(entry.get("Source") == "aws.ses" for entry in data.get("Entries", []))
        by_root = iam_evaluator.caller_arn().endswith(":root")
        return put_events(data, allow_aws_source or (from_ses and by_root))

    eventbridge._put_events = put


def name_dkim_records():
    """1.5.33: an `AWS::SES::EmailIdentity` lacks the attributes that name its three DKIM records."""
    provisioner = provisioners._RESOURCE_HANDLERS["AWS::SES::EmailIdentity"]
    create = provisioner["create"]

    def create_with_records(logical_id, props, stack_name):
        identity, attributes = create(logical_id, props, stack_name)
        for number, token in enumerate(ses._dkim_tokens(identity), start=1):
            attributes[f"DkimDNSTokenName{number}"] = f"{token}._domainkey.{identity}"
            attributes[f"DkimDNSTokenValue{number}"] = f"{token}.dkim.amazonses.com"
        return identity, attributes

    provisioner["create"] = create_with_records


def take_receipt_rules():
    """1.5.33: a template with receipt rules is refused. They are named here, and as little is received as before."""
    for kind in ("AWS::SES::ReceiptRuleSet", "AWS::SES::ReceiptRule"):
        provisioners._RESOURCE_HANDLERS[kind] = {
            "create": lambda logical_id, props, stack_name: (f"{stack_name}-{logical_id}", {}),
            "update": lambda physical_id, old_props, new_props, stack_name: (physical_id, {}),
            "delete": lambda physical_id, props: None,
        }


def refer_to_secrets_by_arn():
    """1.5.33: `Ref` of a secret gives its name, where CloudFormation gives its ARN: a grant on it would match nothing."""
    provisioner = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
    create, update, delete = (provisioner[step] for step in ("create", "update", "delete"))

    def name_of(arn):
        return arn.partition(":secret:")[2].rpartition("-")[0] or arn

    def create_by_arn(logical_id, props, stack_name):
        _name, attributes = create(logical_id, props, stack_name)
        return attributes["Arn"], attributes

    def update_by_arn(physical_id, old_props, new_props, stack_name, logical_id=None):
        _name, attributes = update(name_of(physical_id), old_props, new_props, stack_name, logical_id)
        return attributes.get("Arn", physical_id), attributes

    provisioner["create"] = create_by_arn
    provisioner["update"] = update_by_arn
    provisioner["delete"] = lambda physical_id, props: delete(name_of(physical_id), props)


def make_identities_as_ses_does():
    """1.5.33: makes an identity anew that is there, takes a domain for verified at once, and knows no MAIL FROM domain.

    A domain waits for its records; the stand-in, which knows the DNS, says whether they are there (local/ses/identities.ts).
    """
    handle = ses_v2.handle_request

    async def handle_identities(method, path, headers, body, query_params):
        _, _, identity = path.rstrip("/").partition("/v2/email/identities")
        if method == "POST" and path.rstrip("/") == "/v2/email/identities":
            name = json.loads(body or b"{}").get("EmailIdentity", "")
            if name in ses_v2._identities:
                return ses_v2._json_err("AlreadyExistsException", f"Email identity {name} already exist.")
            reply = await handle(method, path, headers, body, query_params)
            if name in ses_v2._identities:
                ses_v2._identities[name].update(VerifiedForSendingStatus=False, VerificationStatus="PENDING")
            return reply
        if method == "PUT" and identity.endswith("/mail-from"):
            name = identity.removeprefix("/").removesuffix("/mail-from")
            if name not in ses_v2._identities:
                return ses_v2._json_err("NotFoundException", f"Email identity {name} does not exist.", 404)
            ses_v2._identities[name]["MailFromAttributes"] = {**json.loads(body or b"{}"), "MailFromDomainStatus": "PENDING"}
            return json_response({})
        return await handle(method, path, headers, body, query_params)

    ses_v2.handle_request = handle_identities


def let_tenants_be_stopped():
    """1.5.33: knows no reputation of tenants, and sends for any. SES sends nothing for one that its owner stopped."""
    handle = ses_v2.handle_request

    async def handle_tenants(method, path, headers, body, query_params):
        asked = json.loads(body) if body else {}
        if method == "PUT" and (arn := tenant_of_status(path)):
            tenant = ses_v2._tenants.get(arn.rpartition(":tenant/")[2].partition("/")[0])
            if tenant is None:
                return ses_v2._json_err("NotFoundException", "The requested reputation entity does not exist.", 404)
            tenant["SendingStatus"] = asked["SendingStatus"]
            return json_response({})
        tenant = ses_v2._tenants.get(asked.get("TenantName")) if path.rstrip("/").endswith("/outbound-emails") else None
        if tenant and tenant["SendingStatus"] == "DISABLED":
            return ses_v2._json_err("SendingPausedException", "Sending is paused for this tenant.")
        return await handle(method, path, headers, body, query_params)

    ses_v2.handle_request = handle_tenants


def tenant_of_status(path):
    """Whose sending status it is, for a call that sets one; empty for any other."""
    found = re.search(r"/reputation/entities/RESOURCE/(.+)/customer-managed-status$", unquote(path))
    return found.group(1) if found else ""


def judge_batches_of_queues_by_their_action():
    """1.5.33: judges `SendMessageBatch` as an action of its own; AWS has none, and asks for `sqs:SendMessage`."""
    extract = iam_actions.extract_iam_action

    def extract_without_batch(service, *args, **kwargs):
        action = extract(service, *args, **kwargs)
        return action.removesuffix("Batch") if service == "sqs" and action else action

    iam_actions.extract_iam_action = extract_without_batch


def judge_schedules_by_their_group():
    """1.5.33: judges every schedule as one of the group `default`, whatever group the call names."""
    extract = iam_actions.extract_resource_arn

    def extract_in_group(service, method, path, headers, body, query_params, *rest):
        arn = extract(service, method, path, headers, body, query_params, *rest)
        if service != "scheduler" or ":schedule/default/" not in arn:
            return arn
        return arn.replace(":schedule/default/", f":schedule/{group_of_schedule(body, query_params)}/")

    iam_actions.extract_resource_arn = extract_in_group


class ZonedExpression(str):
    """`at(…)`, and by which clock."""

    zone = "UTC"


def start_schedules_by_their_clock():
    """1.5.33: takes every `at(…)` for UTC, whatever ScheduleExpressionTimezone says."""
    epoch_of = scheduler._at_time_epoch

    def remember_zone(change):
        def changed(name, body):
            expression = ZonedExpression(body.get("ScheduleExpression", ""))
            expression.zone = body.get("ScheduleExpressionTimezone", "UTC")
            return change(name, {**body, "ScheduleExpression": expression})

        return changed

    def zoned_epoch(expression):
        wall = re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", expression)
        zone = getattr(expression, "zone", "UTC")
        if wall is None or zone == "UTC":
            return epoch_of(str(expression))
        return datetime.fromisoformat(wall[1]).replace(tzinfo=ZoneInfo(zone)).timestamp()

    scheduler._create_schedule = remember_zone(scheduler._create_schedule)
    scheduler._update_schedule = remember_zone(scheduler._update_schedule)
    scheduler._at_time_epoch = zoned_epoch


def group_of_schedule(body, query_params):
    named = query_params.get("groupName")
    if isinstance(named, list):
        named = named[0] if named else None
    try:
        return named or json.loads(body or b"{}").get("GroupName") or "default"
    except ValueError:
        return "default"


def judge_sending_by_identity():
    """1.5.33: judges these calls of SES on `*`, so that a grant on an identity never matches.

    AWS asks for the identity, for the configuration set when one is named, and offers the sender, the recipients and
    the tenant to conditions (Service Authorization Reference, "Amazon Simple Email Service v2"). Who deletes an identity is
    judged by its tags too.
    """
    enforce = app._enforce_ses_v2

    def enforce_sending(method, path, headers, body, query_params, request_id):
        judged = {
            "/v2/email/outbound-emails": ("ses:SendEmail", resources_of_sending),
            "/v2/email/tenants/get": ("ses:GetTenant", tenant_alone),
            "/v2/email/tenants/resources": ("ses:CreateTenantResourceAssociation", resources_of_association),
            "/v2/email/tenants/resources/delete": ("ses:DeleteTenantResourceAssociation", resources_of_association),
        }.get(path.rstrip("/"))
        if method == "DELETE" and path.startswith("/v2/email/identities/"):
            arn = f"arn:aws:ses:{get_region()}:{get_account_id()}:identity/{path.rstrip('/').rpartition('/')[2]}"
            tags = {f"aws:ResourceTag/{tag['Key']}": tag["Value"] for tag in ses_v2._ses_tags.get(arn, [])}
            return app._enforce_data_plane(
                "sesv2", "ses:DeleteEmailIdentity", headers, query_params, request_id,
                resource_arn=arn, named_resource=arn, service_context=tags,
            )
        if method == "PUT" and (arn := tenant_of_status(path)):
            return app._enforce_data_plane(
                "sesv2", "ses:UpdateReputationEntityCustomerManagedStatus", headers, query_params, request_id,
                resource_arn=arn, named_resource=arn,
            )
        if method != "POST" or judged is None:
            return enforce(method, path, headers, body, query_params, request_id)
        action, resources_of = judged
        try:
            message = json.loads(body or b"{}")
        except ValueError:
            message = {}
        for arn in resources_of(message):
            denied = app._enforce_data_plane(
                "sesv2", action, headers, query_params, request_id,
                resource_arn=arn, named_resource=arn, service_context=conditions_of_sending(message),
            )
            if denied:
                return denied
        return None

    app._enforce_ses_v2 = enforce_sending


def resources_of_sending(message):
    """The ARNs that a SendEmail needs to be allowed on: an address of its own identity, else its domain's."""
    prefix = f"arn:aws:ses:{get_region()}:{get_account_id()}:"
    sender = parseaddr(message.get("FromEmailAddress", ""))[1]
    identity = sender if sender in ses_v2._identities else sender.rpartition("@")[2]
    arns = [message.get("FromEmailAddressIdentityArn") or f"{prefix}identity/{identity}"]
    if message.get("ConfigurationSetName"):
        arns.append(f"{prefix}configuration-set/{message['ConfigurationSetName']}")
    return arns


def resources_of_association(request):
    """A tenant is tied to an identity or configuration set: the call is judged on that resource and on the tenant."""
    prefix = f"arn:aws:ses:{get_region()}:{get_account_id()}:"
    return [request.get("ResourceArn", "*"), f"{prefix}tenant/{request.get('TenantName', '')}"]


def tenant_alone(request):
    return [f"arn:aws:ses:{get_region()}:{get_account_id()}:tenant/{request.get('TenantName', '')}"]


def conditions_of_sending(message):
    """The condition keys of a SendEmail; one that does not apply is absent."""
    name, sender = parseaddr(message.get("FromEmailAddress", ""))
    recipients = [address for kind in message.get("Destination", {}).values() for address in kind or []]
    context = {
        "ses:FromAddress": sender,
        "ses:FromDisplayName": name,
        "ses:FeedbackAddress": message.get("FeedbackForwardingEmailAddress"),
        "ses:TenantName": message.get("TenantName"),
        "ses:Recipients": recipients,
    }
    return {key: value for key, value in context.items() if value}


def take_records_apart_and_compress():
    """1.5.33: of Firehose, ignores RecordDeAggregation, AppendDelimiterToRecord and CompressionFormat.

    Lines of one record that go to one partition become one object: nothing waits here, as it does on AWS.
    """
    deliver, put, keys_of = firehose._deliver_to_s3, firehose._put_s3_object, firehose._metadata_extraction_keys
    compressing = contextvars.ContextVar("compressing", default=False)

    def deliver_lines(stream, dest, data, *rest):
        config = dest["config"]
        processing = config.get("ProcessingConfiguration") or {}
        kinds = {each.get("Type") for each in processing.get("Processors") or []} if processing.get("Enabled") else set()
        compressed = config.get("CompressionFormat") == "GZIP"
        named = {**dest, "config": {**config, "FileExtension": config.get("FileExtension") or ".gz"}} if compressed else dest
        compressing.set(compressed)
        if "RecordDeAggregation" not in kinds:
            return deliver(stream, named, data, *rest)
        end = b"\n" if "AppendDelimiterToRecord" in kinds else b""
        partitions = {}
        for line in data.splitlines():
            partitions.setdefault(partition_of(config, line), []).append(line + end)
        for lines in partitions.values():
            deliver(stream, named, b"".join(lines), *rest)

    def partition_of(config, line):
        try:
            return json.dumps(keys_of(config, line))
        except firehose._DeliveryError:
            return line  # By itself, to where errors go.

    def put_compressed(bucket, key, body):
        put(bucket, key, gzip.compress(body) if compressing.get() and key.endswith(".gz") else body)

    firehose._deliver_to_s3 = deliver_lines
    firehose._put_s3_object = put_compressed
    # All lines of what is delivered at once are of one partition: the first speaks for them.
    firehose._metadata_extraction_keys = lambda config, data: keys_of(config, data.partition(b"\n")[0])


def keep_named_queries():
    """1.5.33: a template with `AWS::Athena::NamedQuery` is refused."""

    def create(logical_id, props, stack_name):
        _status, _headers, body = athena._create_named_query(props)
        query_id = json.loads(body)["NamedQueryId"]
        return query_id, {"NamedQueryId": query_id}

    def update(physical_id, old_props, new_props, stack_name):
        athena._named_queries[physical_id] = {"NamedQueryId": physical_id, **new_props}
        return physical_id, {"NamedQueryId": physical_id}

    provisioners._RESOURCE_HANDLERS["AWS::Athena::NamedQuery"] = {
        "create": create,
        "update": update,
        "delete": lambda physical_id, props: athena._delete_named_query({"NamedQueryId": physical_id}),
    }


def read_json_by_its_table():
    """1.5.33: guesses columns from the lines of JSON that are there, where AWS goes by those of the table."""
    relation = athena._table_relation

    def relation_by_columns(table, files):
        columns = (table.get("StorageDescriptor") or {}).get("Columns") or []
        if athena._data_format(table) != "json" or not columns:
            return relation(table, files)
        typed = ", ".join(f"'{each['Name']}': '{athena._duckdb_type(each)}'" for each in columns)
        partitions = athena._hive_options(athena._path_partition_keys(table, files))
        known = ", ".join(f'"{each["Name"]}"' for each in columns + (table.get("PartitionKeys") or []))
        lines = f"read_json({athena._sql_list(files)}, format = 'newline_delimited', columns = {{{typed}}}, {partitions})"
        return f"(SELECT {known} FROM {lines})"

    athena._table_relation = relation_by_columns


def judge_questions_by_their_work_group():
    """1.5.33: judges a call of Athena that names queries on `*`. AWS judges it on the work group that they are of."""
    extract = iam_actions.extract_resource_arn

    def extract_of_query(service, method, path, headers, body, query_params, *rest):
        arn = extract(service, method, path, headers, body, query_params, *rest)
        if service != "athena" or ":workgroup/" in (arn or ""):
            return arn
        call = json.loads(body or b"{}")
        queries = call.get("NamedQueryIds") or call.get("QueryExecutionIds") or [
            call.get("NamedQueryId") or call.get("QueryExecutionId")
        ]
        found = athena._named_queries.get(queries[0]) or athena._executions.get(queries[0])
        return athena._arn_workgroup(found["WorkGroup"]) if found else arn

    iam_actions.extract_resource_arn = extract_of_query


def log_decisions(file):
    """Not a correction: writes what IAM decided about roles, so that tests can find grants that lack or that idle.

    `enforce` gives the decision, resource policies included; who asked is known only inside, to `evaluate`.
    """
    judged = contextvars.ContextVar("judged", default=None)
    evaluate, enforce = iam_evaluator.evaluate, iam_evaluator.enforce
    seen = set()

    def note_who_asks(context, policies, *limits):
        judged.set(context.principal_arn)
        return evaluate(context, policies, *limits)

    def enforce_and_log(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        judged.set(None)
        denied = enforce(access_key_id, iam_action, service, region, resource_arn, service_context)
        who = judged.get() or ""
        if ":assumed-role/" in who:
            line = decision_line(who, iam_action, resource_arn, denied is None)
            if line not in seen:
                seen.add(line)
                file.write(line)
        return denied

    iam_evaluator.evaluate = note_who_asks
    iam_evaluator.enforce = enforce_and_log


def decision_line(session_arn, action, resource, allowed):
    """One line of the log; the session `assumed-role/{role}/{session}` is written as its role."""
    account, role = re.match(r"arn:aws:sts::(\d+):assumed-role/([^/]+)", session_arn).groups()
    decision = {"role": f"arn:aws:iam::{account}:role/{role}", "action": action, "resource": resource, "allowed": allowed}
    return json.dumps(decision) + "\n"


def end_with_stdin():
    """Not a correction: the one who started us is gone, however abruptly, and so are we and the functions we run."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.killpg(0, signal.SIGTERM)
    time.sleep(3)
    os.killpg(0, signal.SIGKILL)


def main():
    if version("ministack") != WRITTEN_FOR:
        raise SystemExit(f"local/emulator.py was written for ministack {WRITTEN_FOR}, found {version('ministack')}")
    if os.environ.get("END_WITH_STDIN"):
        threading.Thread(target=end_with_stdin, daemon=True).start()
    take_requests_as_tls()
    believe_the_proxy_about_viewers()
    reach_apis_from_distributions()
    route_preflights_without_cors()
    let_the_stand_in_publish_ses_events()
    name_dkim_records()
    take_receipt_rules()
    refer_to_secrets_by_arn()
    make_identities_as_ses_does()
    let_tenants_be_stopped()
    judge_batches_of_queues_by_their_action()
    judge_schedules_by_their_group()
    start_schedules_by_their_clock()
    judge_sending_by_identity()
    take_records_apart_and_compress()
    keep_named_queries()
    read_json_by_its_table()
    judge_questions_by_their_work_group()
    figures.install()
    with open(os.environ["DECISIONS_LOG"], "w", buffering=1, encoding="utf-8") as file:
        log_decisions(file)
        app.main()


if __name__ == "__main__":
    main()
