import { getTeams, postTeam } from '@/lib/attribution/team-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getTeams)
export const POST = mount(postTeam)
