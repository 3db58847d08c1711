/** What the signature of a reader or an adjudicator says that it means: told beside the password, and kept with the signature. */
export const READ_MEANING = "I have read this scan myself, and this is my read.";
export const READING_MEANING = "I have read these images myself, and this is my reading.";
export const ADJUDICATION_MEANING = "I have compared both reads; the read that I chose stands.";
