/** Thrown by a command for arguments that make no sense together or by name: exit status 2, with the sentence. */
export class WrongUsage extends Error {}
