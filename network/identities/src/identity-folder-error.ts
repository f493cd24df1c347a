/** A folder of identities that cannot be used; the message names the folder, what was found and what to do. */
export class IdentityFolderError extends Error {
  override readonly name = 'IdentityFolderError';
}
