/** The whole line, from a signed delivery over HTTP to what stands on the forge. */
package dev.flux.endtoend;
