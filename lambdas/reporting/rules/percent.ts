/** Two figures that matter: 98.3 %, 0.047 %. */
export function percent(share: number | undefined): string {
  if (share === undefined) return '–';
  if (share === 0 || share === 1) return `${share * 100} %`;
  const digits = share >= 0.1 ? 1 : share >= 0.01 ? 2 : 3;
  return `${(share * 100).toFixed(digits)} %`;
}
