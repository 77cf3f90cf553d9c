/**
 * Where the files of a lake are: whole small files, listings, and creation that only one of several writers wins. Data
 * files are read and written by the engines themselves.
 */
package io.sluice.storage;
