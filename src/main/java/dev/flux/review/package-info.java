/** Words: the review as comments, summary, checklist, receipt, page and JSON. */
package dev.flux.review;
