import { getFinanceQuestions } from '@/lib/finance/questions/handler'
import { mount } from '@/lib/http/mount'

export const GET = mount(getFinanceQuestions)
