/** Programs in processes of their own: started as users start them, watched, timed and killed. */
package io.sluice.compat.process;
