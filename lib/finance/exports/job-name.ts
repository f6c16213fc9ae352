/** The job that writes exports, as the queue names it. */
export const exportJobName = 'finance-export'
