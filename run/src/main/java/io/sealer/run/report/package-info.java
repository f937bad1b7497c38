/**
 * Files that tell how a run went: a trace for viewers, a page for people. Fed by the one stream of
 * events. Start at {@link io.sealer.run.report.RunRecorder}.
 */
@NullMarked
package io.sealer.run.report;

import org.jspecify.annotations.NullMarked;
