import { patchTeam } from '@/lib/attribution/team-handlers'
import { mount } from '@/lib/http/mount'

export const PATCH = mount(patchTeam)
