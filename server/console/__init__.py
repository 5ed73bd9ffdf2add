"""Pages for people with a browser; every one works without JavaScript.

    routes         all pages under /console, as one router
    pages          templates, headers, errors as pages of the same design
    visitors       who is signed in, what they may see, forms that only our own pages can send
    wording        what words of the wire mean to people
    the others     one module a subject; rules are those of `server.storage`

Pages load nothing from elsewhere and run nothing: the content security policy forbids both. What comes from devices and
people is text to the templates, never markup.
"""

__all__: list[str] = []
