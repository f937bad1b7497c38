/**
 * Helm charts among the files of an image: found, checked, rendered, and where their images stand.
 */
@NullMarked
package io.sealer.build.chart;

import org.jspecify.annotations.NullMarked;
