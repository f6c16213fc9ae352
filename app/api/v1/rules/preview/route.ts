import { postRulePreview } from '@/lib/attribution/rules/handlers'
import { mount } from '@/lib/http/mount'

export const POST = mount(postRulePreview)
