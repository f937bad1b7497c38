/**
 * Templates in the files of images: Go's {@code text/template} language with the functions that
 * charts' authors know, over a flat map of variables. Knows no files, hosts or clusters. Start at
 * {@link io.sealer.run.template.Template}.
 */
@NullMarked
package io.sealer.run.template;

import org.jspecify.annotations.NullMarked;
