export { tagCheckout } from './publish/git-tag.ts';
export type { Holder } from './publish/holder.ts';
export { holderOfRound } from './publish/holder.ts';
export type { Origin, PreviousRelease } from './publish/origin.ts';
export { originOf, readRelease, releaseOf } from './publish/origin.ts';
export type { Claim, Proof, ProofContext } from './publish/prove.ts';
export { prove } from './publish/prove.ts';
export type { Publication, PublicationInput } from './publish/publication.ts';
export { makePublication } from './publish/publication.ts';
export type { PublicationRecord } from './publish/record.ts';
export { recordPublication } from './publish/record.ts';
export type { Published } from './publish/registry.ts';
export {
  downloadVersion,
  loggedInUser,
  publishedIntegrity,
  publishedVersions,
  registryUrl,
} from './publish/registry.ts';
export type { Contestant, Standing } from './publish/standing.ts';
export { standingOfRound, standingOfRun, winnerOf } from './publish/standing.ts';
export { uploadPublication } from './publish/upload.ts';
export type { Release } from './publish/version.ts';
export { nextVersion } from './publish/version.ts';
export type { Bundle, BundleOptions } from './stage/bundle.ts';
export { bundle } from './stage/bundle.ts';
export type { FileRecord, Library, PackedSolution, Provenance, StageOptions } from './stage/options.ts';
export type { StagedPackage } from './stage/stage.ts';
export { stagePackage } from './stage/stage.ts';
