import { postStatementVersion } from '@/lib/finance/statement/handlers'
import { mount } from '@/lib/http/mount'

export const POST = mount(postStatementVersion)
