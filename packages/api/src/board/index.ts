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
  type MeetingCard,
  type MeetingDetail,
  meetingCard,
  meetingDetail,
  meetingsQuery,
} from "./board-shape.ts";
export { callMeeting, newCase, newMeeting, putOnAgenda } from "./call-meeting.ts";
export { listMeetings, readCase, readMeeting } from "./read-meetings.ts";
