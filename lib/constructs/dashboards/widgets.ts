import {
  Column,
  GraphWidget,
  GraphWidgetView,
  SingleValueWidget,
  TextWidget,
  TextWidgetBackground,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { HorizontalAnnotation, IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';

/** Told apart by people who do not see red and green, on light and on dark. */
export const blue = '#0b6e99';
export const orange = '#c65d00';
export const grey = '#7a7a7a';
export const plum = '#7b4b94';

export interface Asked {
  /** A question. */
  readonly title: string;
  /** In a line: what is drawn, and what is good. */
  readonly says: string;
  readonly unit: string;
  readonly left: IMetric[];
  /** @default 8 of 24 */
  readonly width?: number;
  /** As an area that adds up. @default lines */
  readonly stacked?: boolean;
  /** A bar for each, over the whole time that is looked at. @default lines */
  readonly compared?: boolean;
  readonly limits?: readonly HorizontalAnnotation[];
}

/** A question, what is drawn and what good looks like in a line, and the chart that answers. */
export const asked = ({ title, says, unit, left, width = 8, stacked, compared, limits = [] }: Asked): IWidget =>
  new Column(
    new GraphWidget({
      title,
      left,
      stacked,
      ...(compared ? { view: GraphWidgetView.BAR, setPeriodToTimeRange: true } : {}),
      leftYAxis: { label: unit, min: 0, showUnits: false },
      leftAnnotations: [...limits],
      width,
      height: 6,
    }),
    text(says, width, 2),
  );

export interface Figures {
  readonly title: string;
  readonly says: string;
  readonly metrics: IMetric[];
}

/** Some figures of the whole time that is looked at. */
export const figures = ({ title, says, metrics }: Figures): IWidget =>
  new Column(
    new SingleValueWidget({ title, metrics, width: 24, height: 3, setPeriodToTimeRange: true }),
    text(says, 24, 2),
  );

export const text = (markdown: string, width: number, height: number): TextWidget =>
  new TextWidget({ markdown, width, height, background: TextWidgetBackground.TRANSPARENT });

export const runbook = (page: string): string => `\`docs/runbooks/${page}.md\``;

export const limit = (value: number, label: string): HorizontalAnnotation => ({ value, label, color: grey });
