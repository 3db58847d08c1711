export {
  askAgain,
  askingAgain,
  castVote,
  decide,
  deciding,
  propose,
  proposing,
  takeOffAgenda,
  takingOff,
  voting,
} from "./act.ts";
export {
  type CaseDetail,
  type CaseLine,
  caseDetail,
  caseQuery,
  type MeetingCard,
  type MeetingDetail,
  meetingDetail,
  meetingQuery,
  meetings,
  meetingsQuery,
} from "./board-shape.ts";
export { callMeeting, newCase, newMeeting, putOnAgenda } from "./call-meeting.ts";
export { changedMeeting, changeMeeting } from "./change-meeting.ts";
export { orderAgenda, ordering } from "./order-agenda.ts";
export { listMeetings, readCase, readMeeting } from "./read-meetings.ts";
