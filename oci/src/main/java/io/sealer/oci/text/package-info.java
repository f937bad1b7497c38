/** What people write: words that were mistyped, versions and ranges of versions. */
@NullMarked
package io.sealer.oci.text;

import org.jspecify.annotations.NullMarked;
