import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand, ListMetricsCommand, paginateListMetrics } from '@aws-sdk/client-cloudwatch';
import { readFileSync } from 'node:fs';
const r = JSON.parse(readFileSync('local/.state/running.json','utf8'));
console.log(r.outputs['Assent-Insight']);
const c = new CloudWatchClient({});
const seen:any={};
for await (const {Metrics=[]} of paginateListMetrics({client:c},{})) for (const m of Metrics) (seen[`${m.Namespace} ${m.MetricName}`]??=[]).push(m.Dimensions?.map(d=>d.Name+'='+d.Value).join(','));
for (const k in seen) console.log(k, seen[k].length, seen[k].slice(0,3).join(' | '));
const a = await c.send(new DescribeAlarmsCommand({AlarmTypes:['MetricAlarm','CompositeAlarm'], MaxRecords:100}));
const st:any={}; for (const x of [...a.MetricAlarms??[],...a.CompositeAlarms??[]]) { st[x.StateValue!]=(st[x.StateValue!]??0)+1; if(x.StateValue==='ALARM') console.log(x.AlarmName,x.StateReason); }
console.log(st);
const d = await c.send(new GetDashboardCommand({DashboardName:r.outputs['Assent-Insight'].ProgrammeDashboard})); console.log(d.DashboardBody?.slice(0,1500));
