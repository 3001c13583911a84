@NullMarked
package dev.windlass.image;

import org.jspecify.annotations.NullMarked;
