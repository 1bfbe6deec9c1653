/**
 * Git content: trees, blobs and diffs, from a bare cache, a working copy or memory. Alone sees
 * JGit.
 */
package dev.flux.repository;
