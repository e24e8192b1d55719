"""Ways a bundle goes from desk to desk: a folder, or a WebDAV server. Neither needs a server of ours.

Both keep the same layout, so that one side may use the folder (synced by some program) and the other the server.
"""
