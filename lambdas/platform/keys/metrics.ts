/** Where what the code counts stands in CloudWatch; every one of them carries the dimension `service`. */
export const metricsNamespace = 'Assent';
export const metricsService = 'assent';
