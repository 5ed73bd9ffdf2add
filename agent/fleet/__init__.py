"""What a device and its organization's server say to each other, and where things lie in the repository of policies.

Pure: values to bytes and back, signatures over them. Nobody here opens a connection, a file or a clock. No message has
a field that could hold content, a window title, a path of the person's or the free text of a justification: what is not
in these types does not leave the device (docs/privacy.md).

    enrolment           a token becomes a device that the server knows
    request_signature   which device asks (RFC 9421)
    check_in            what a device says of itself
    exceptions          a person asks for an exception; what becomes of it
    assignment          who and what a device is for, and what it was granted; travels signed
    targets             names of roles and paths of files in the repository
"""

__all__: list[str] = []
