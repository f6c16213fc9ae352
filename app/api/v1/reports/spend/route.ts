import { mount } from '@/lib/http/mount'
import { getSpendReport } from '@/lib/reports/spend/handler'

export const GET = mount(getSpendReport)
