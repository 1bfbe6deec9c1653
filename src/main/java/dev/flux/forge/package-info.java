/** What people say: change requests, comments, checks and permissions, behind one port. */
package dev.flux.forge;
